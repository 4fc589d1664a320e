#ifndef PROCESS_MEMORY_H
#define PROCESS_MEMORY_H

// Gives free memory of the process back to the system, where malloc can be told to.
void give_back_free_memory(void);

#endif
