package dev.escriba.transcription.control;

import dev.escriba.schema.control.PageCursor;
import dev.escriba.transcription.entity.InstanceState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which executions are wanted.
 *
 * @param accountId whose; nobody sees another's
 * @param caller of this credential alone
 * @param from when they began, inclusive
 * @param to exclusive
 * @param after only what comes after this one, in the order of the listing
 */
public record InstanceFilter(
        String accountId,
        Optional<String> caller,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> userIdentifier,
        Optional<String> channel,
        Optional<UUID> modelId,
        Optional<InstanceState> state,
        Optional<PageCursor> after,
        int limit) {}
