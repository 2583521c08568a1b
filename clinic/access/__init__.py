"""Who may do what: permissions, roles, and the actor that every service and queryset takes."""
