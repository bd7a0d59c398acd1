package dev.escriba.reporting.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Usage in a range of time, by group and in total. */
@JsonbPropertyOrder({"groupBy", "from", "to", "currency", "items", "total"})
public record UsageView(
        String groupBy, Instant from, Instant to, String currency, List<UsageItem> items, UsageItem total) {

    /** Exact sums over the runs that succeeded. {@code group} is null for runs without a value, and in the total. */
    @JsonbNillable
    @JsonbPropertyOrder({"group", "name", "executions", "audioSeconds", "promptTokens", "completionTokens", "cost"})
    public record UsageItem(
            String group,
            String name,
            long executions,
            BigDecimal audioSeconds,
            long promptTokens,
            long completionTokens,
            CostSums cost) {

        static UsageItem of(Usage usage) {
            return new UsageItem(
                    usage.group(),
                    usage.name(),
                    usage.executions(),
                    Amounts.shortest(seconds(usage.audio())),
                    usage.promptTokens(),
                    usage.completionTokens(),
                    new CostSums(
                            Amounts.shortest(usage.completionCost()),
                            Amounts.shortest(usage.promptCost()),
                            Amounts.shortest(usage.totalCost())));
        }
    }

    /** Sums in the currency of the account. */
    @JsonbPropertyOrder({"completion", "prompt", "total"})
    public record CostSums(BigDecimal completion, BigDecimal prompt, BigDecimal total) {}

    static UsageView of(Grouping grouping, Instant from, Instant to, String currency, List<Usage> usage) {
        return new UsageView(
                grouping.parameter(),
                from,
                to,
                currency,
                usage.stream().map(UsageItem::of).toList(),
                UsageItem.of(usage.stream().reduce(Usage.NONE, Usage::plus)));
    }

    static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    }
}
