"""PURE: clinical definitions that several rules share: earlier care, the psoas side by side, sitting, activity, contradictions.

Rules never import one another; what two of them mean by the same word stands here.
"""
