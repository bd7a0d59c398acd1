package dev.escriba.transcription.boundary;

import dev.escriba.schema.control.Position;
import dev.escriba.transcription.entity.InstanceSummary;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Executions, the newest first; {@code next} is what to ask for {@code after}, and null on the last page. */
@JsonbNillable
@JsonbPropertyOrder({"items", "next"})
public record InstancesPage(List<InstanceView> items, String next) {

    /** Of one more than a page has, where there is one. */
    static InstancesPage of(List<InstanceSummary> found, int limit) {
        List<InstanceSummary> page = found.subList(0, Math.min(limit, found.size()));
        InstanceSummary last = found.size() > limit ? page.get(page.size() - 1) : null;
        return new InstancesPage(
                page.stream()
                        .map(instance -> InstanceView.of(instance, Optional.empty()))
                        .toList(),
                last == null ? null : new Position(last.startedAt(), UUID.fromString(last.id())).toString());
    }
}
