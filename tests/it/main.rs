//! stub
mod sim;
