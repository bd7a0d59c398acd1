package dev.escriba.transcription.entity;

import java.time.Instant;

/**
 * The right of a node to work on a run.
 *
 * @param node the node that works on the run
 * @param until the end of the lease; after it, any node may end the run as abandoned
 */
public record Lease(String node, Instant until) {}
