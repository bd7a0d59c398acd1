package dev.escriba.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A Markdown table. */
public final class Table {

    private final List<String> lines = new ArrayList<>();
    private final int columns;

    public Table(String... heads) {
        columns = heads.length;
        lines.add(line(List.of(heads)));
        lines.add("|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
    }

    /** Adds a row. A {@code double} is written with three significant digits, other values as they are. */
    public Table row(Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
        }
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(cell instanceof Double number ? number(number) : String.valueOf(cell));
        }
        lines.add(line(texts));
        return this;
    }

    /** Three significant digits, or all digits before the decimal point. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
