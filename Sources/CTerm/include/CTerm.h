#pragma once
/// C functions that Swift cannot express: work inside signal handlers and pseudo-terminals.
