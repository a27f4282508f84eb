"""Messages to robots of group chats: their forms, who may be called, and the call."""
