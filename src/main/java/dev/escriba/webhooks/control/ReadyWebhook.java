package dev.escriba.webhooks.control;

/** A webhook that may get an attempt now. */
record ReadyWebhook(String id, String accountId) {}
