"""HTTP and HTTPS in one process: whole requests are collected by one thread, answered by many."""
