package dev.escriba.transcription.control;

import dev.escriba.schema.control.PageCursor;
import dev.escriba.transcription.entity.InstanceState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Selects instances of one account.
 *
 * @param accountId the account; a caller sees only the instances of its own account
 * @param caller selects the instances of this credential
 * @param requestId selects the instances that this request made; callers choose such ids, so there may be several
 * @param from the earliest start, inclusive
 * @param to the end of the range of starts, exclusive
 * @param userIdentifier selects the instances of this user; with blanks around it also those of the user without them
 * @param channel the same for a channel
 * @param after selects the instances that follow this position in the listing
 */
public record InstanceFilter(
        String accountId,
        Optional<String> caller,
        Optional<String> requestId,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<String> userIdentifier,
        Optional<String> channel,
        Optional<UUID> modelId,
        Optional<InstanceState> state,
        Optional<PageCursor> after,
        int limit) {

    /** The same selection at another position, with another number of instances. */
    public InstanceFilter at(Optional<PageCursor> position, int most) {
        return new InstanceFilter(
                accountId, caller, requestId, from, to, userIdentifier, channel, modelId, state, position, most);
    }
}
