"""The front ends of liftui; nothing here knows how to lift."""
