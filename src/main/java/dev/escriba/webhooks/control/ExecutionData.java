package dev.escriba.webhooks.control;

import java.util.Optional;
import java.util.UUID;

/** Describes executions in the messages of webhooks. The component of the executions implements it. */
public interface ExecutionData {

    /**
     * The execution as the API shows it, as a JSON object; empty if there is none.
     *
     * @param withTranscript whether the transcript is included, where it is kept
     */
    Optional<String> json(String accountId, UUID instance, boolean withTranscript);
}
