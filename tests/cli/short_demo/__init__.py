"""An app that makes the demo short: few weeks of a quiet centre, little time for each job."""
