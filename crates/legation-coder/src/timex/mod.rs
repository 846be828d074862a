//! Time expressions after TIMEX3.
