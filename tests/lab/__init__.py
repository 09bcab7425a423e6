"""Measurements that take long or need a quiet machine; not part of the tests."""
