package dev.escriba.web.control;

import java.util.List;

/**
 * Lines and cells of CSV for spreadsheets: RFC 4180, with a header line. Texts that callers chose stay text: an
 * apostrophe precedes a cell that a spreadsheet would evaluate as a formula.
 */
public final class CsvCells {

    /** The media type of the answer. */
    public static final String TYPE = "text/csv;charset=UTF-8;header=present";

    private static final String LINE_END = "\r\n";
    private static final String FORMULA_STARTS = "=+-@\t\r\n|%";

    private CsvCells() {}

    /** A line of cells, with its end. */
    public static String line(List<String> cells) {
        return String.join(",", cells) + LINE_END;
    }

    /** A cell with a text; {@code null} is an empty cell. */
    public static String text(String value) {
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
