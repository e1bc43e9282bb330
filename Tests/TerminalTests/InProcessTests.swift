import Testing

/// Tests that open a terminal in this process, where only one can be open at a time.
@Suite(.serialized) enum InProcessTests {}
