package dev.escriba.transcription.entity;

import java.util.UUID;

/**
 * A run that is accepted to be done later.
 *
 * @param state QUEUED, unless an earlier request with the same claim began the run
 */
public record AcceptedRun(UUID instance, InstanceState state) {}
