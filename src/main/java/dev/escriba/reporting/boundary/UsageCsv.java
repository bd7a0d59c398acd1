package dev.escriba.reporting.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import dev.escriba.web.control.CsvCells;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Usage as CSV. New columns are added at the end, for programs that count columns. */
final class UsageCsv {

    private UsageCsv() {}

    static String of(Grouping grouping, String currency, List<Usage> usage) {
        List<String> header = List.of(
                grouping.parameter(),
                "executions",
                "audioSeconds",
                "promptTokens",
                "completionTokens",
                "costCompletion",
                "costPrompt",
                "costTotal",
                "currency",
                "name");
        return Stream.concat(Stream.of(header), usage.stream().map(one -> cells(one, currency)))
                .map(CsvCells::line)
                .collect(Collectors.joining());
    }

    private static List<String> cells(Usage usage, String currency) {
        return List.of(
                CsvCells.text(usage.group()),
                String.valueOf(usage.executions()),
                Amounts.plain(UsageView.seconds(usage.audio())),
                String.valueOf(usage.promptTokens()),
                String.valueOf(usage.completionTokens()),
                Amounts.plain(usage.completionCost()),
                Amounts.plain(usage.promptCost()),
                Amounts.plain(usage.totalCost()),
                currency,
                CsvCells.text(usage.name()));
    }
}
