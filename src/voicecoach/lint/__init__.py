"""What makes a session hard to follow for somebody who sees nothing: findings, and no verdict."""
