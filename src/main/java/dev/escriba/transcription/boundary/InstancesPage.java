package dev.escriba.transcription.boundary;

import dev.escriba.schema.control.PageCursor;
import dev.escriba.transcription.control.InstanceSearch;
import dev.escriba.transcription.entity.InstanceSummary;
import dev.escriba.web.control.Paged;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A page of instances, the newest first. The client sends {@code next} as {@code after} to get the next page; it is
 * null on the last page. A page of a search may have few instances, or none, and still have a next one.
 */
@JsonbNillable
@JsonbPropertyOrder({"items", "next"})
public record InstancesPage(List<InstanceView> items, String next) {

    /** Makes a page of what a search has found so far. */
    static InstancesPage of(InstanceSearch.Found found) {
        return new InstancesPage(
                views(found.items()), found.next().map(PageCursor::toString).orElse(null));
    }

    private static List<InstanceView> views(List<InstanceSummary> instances) {
        return instances.stream()
                .map(instance -> InstanceView.of(instance, Optional.empty(), Optional.empty()))
                .toList();
    }

    /** Makes a page of the instances found. One instance more than the limit shows that there is a next page. */
    static InstancesPage of(List<InstanceSummary> found, int limit) {
        Paged<InstanceSummary> page = Paged.of(found, limit);
        return new InstancesPage(
                views(page.items()), page.next(last -> new PageCursor(last.startedAt(), UUID.fromString(last.id()))));
    }
}
