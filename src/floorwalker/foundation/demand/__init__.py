"""What is asked of the centre: queues, the skills they need and the service they promise."""
