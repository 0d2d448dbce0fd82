"""The queue of a page: jobs that wait, run and are done, as a list with its commands. Two pages have one."""
