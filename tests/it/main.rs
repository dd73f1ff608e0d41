//! stub
mod api;
mod api_contract;
