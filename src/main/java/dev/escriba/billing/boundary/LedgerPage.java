package dev.escriba.billing.boundary;

import dev.escriba.billing.entity.LedgerLine;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/** Lines, the newest first; {@code next} is what to ask for {@code after}, and null on the last page. */
@JsonbNillable
@JsonbPropertyOrder({"items", "next"})
public record LedgerPage(List<LedgerLineView> items, String next) {

    /** Of one more than a page has, where there is one. */
    static LedgerPage of(List<LedgerLine> found, int limit) {
        List<LedgerLine> page = found.subList(0, Math.min(limit, found.size()));
        return new LedgerPage(
                page.stream().map(LedgerLineView::of).toList(),
                found.size() > limit ? String.valueOf(page.get(page.size() - 1).lineNumber()) : null);
    }
}
