package dev.escriba.reporting.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Usage as CSV for spreadsheets: RFC 4180, with a header line. Texts that callers chose stay text: an apostrophe
 * precedes a cell that a spreadsheet would evaluate as a formula.
 */
final class UsageCsv {

    private static final String LINE_END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@\t\r\n|%";

    private UsageCsv() {}

    static String of(Grouping grouping, String currency, List<Usage> usage) {
        String names = grouping.parameter()
                + ",executions,audioSeconds,promptTokens,completionTokens,costCompletion,costPrompt,costTotal,currency";
        return Stream.concat(Stream.of(names), usage.stream().map(one -> line(one, currency)))
                .collect(Collectors.joining(LINE_END, "", LINE_END));
    }

    private static String line(Usage usage, String currency) {
        return String.join(
                ",",
                text(usage.group()),
                String.valueOf(usage.executions()),
                Amounts.plain(UsageView.seconds(usage.audio())),
                String.valueOf(usage.promptTokens()),
                String.valueOf(usage.completionTokens()),
                Amounts.plain(usage.completionCost()),
                Amounts.plain(usage.promptCost()),
                Amounts.plain(usage.totalCost()),
                currency);
    }

    static String text(String value) {
        if (value == null) {
            return "";
        }
        // spreadsheets ignore leading blanks, and some ignore leading format characters
        String visible = value.replaceFirst("^[\\p{Z}\\p{Cf}]+", "");
        boolean isFormula = !visible.isEmpty() && FORMULA_STARTS.indexOf(fold(visible.charAt(0))) >= 0;
        return '"' + (isFormula ? "'" : "") + value.replace("\"", "\"\"") + '"';
    }

    /** Maps full-width forms to their ASCII characters. */
    private static char fold(char c) {
        return c >= '\uFF01' && c <= '\uFF5E' ? (char) (c - 0xFEE0) : c;
    }
}
