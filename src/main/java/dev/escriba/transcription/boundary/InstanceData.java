package dev.escriba.transcription.boundary;

import dev.escriba.transcription.control.StoredInstances;
import dev.escriba.webhooks.control.ExecutionData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.Optional;
import java.util.UUID;

/** Describes an instance to webhooks as {@code GET /api/v2/Instances/{id}} answers it. */
@ApplicationScoped
public class InstanceData implements ExecutionData {

    @Inject
    StoredInstances instances;

    private final Jsonb json = JsonbBuilder.create();

    @Override
    public Optional<String> json(String accountId, UUID instance, boolean withTranscript) {
        return instances
                .find(accountId, Optional.empty(), instance)
                .map(found -> json.toJson(InstanceView.of(
                        found, withTranscript ? instances.transcript(instance) : Optional.empty(), Optional.empty())));
    }
}
