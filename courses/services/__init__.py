"""Every write of the courses app. Each function is one transaction, takes keywords only and returns what it wrote."""
