package dev.escriba.web.control;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a listing.
 *
 * @param items the items on this page
 * @param last the last item, if another page follows
 */
public record Paged<T>(List<T> items, Optional<T> last) {

    /**
     * Makes a page from a query that asks for one item more than the limit.
     *
     * @param limit maximum number of items on the page
     */
    public static <T> Paged<T> of(List<T> found, int limit) {
        List<T> page = found.subList(0, Math.min(limit, found.size()));
        return new Paged<>(page, found.size() > limit ? Optional.of(page.get(page.size() - 1)) : Optional.empty());
    }

    /** The cursor that the next request sends as {@code after}; null on the last page. */
    public String next(Function<T, ?> position) {
        return last.map(item -> position.apply(item).toString()).orElse(null);
    }

    public <V> List<V> views(Function<T, V> view) {
        return items.stream().map(view).toList();
    }
}
