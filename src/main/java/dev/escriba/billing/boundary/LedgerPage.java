package dev.escriba.billing.boundary;

import dev.escriba.billing.entity.LedgerLine;
import dev.escriba.web.control.Paged;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;

/**
 * A page of ledger lines, the newest first. {@code next} is the cursor for {@code after}, and null on the last page.
 */
@JsonbNillable
@JsonbPropertyOrder({"items", "next"})
public record LedgerPage(List<LedgerLineView> items, String next) {

    /** Makes a page from up to {@code limit + 1} lines. */
    static LedgerPage of(List<LedgerLine> found, int limit) {
        Paged<LedgerLine> page = Paged.of(found, limit);
        return new LedgerPage(page.views(LedgerLineView::of), page.next(LedgerLine::lineNumber));
    }
}
