"""Understanding: engines that turn words into an intent with slots."""
