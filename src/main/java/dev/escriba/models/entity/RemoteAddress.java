package dev.escriba.models.entity;

/**
 * Where a remote model is.
 *
 * @param upstream the name of a configured server
 * @param model the name of the model at that server
 */
public record RemoteAddress(String upstream, String model) {}
