package dev.escriba.eval;

/**
 * A part of the benchmark, which measures something and writes its tables. {@link EscribaBench} has the list of
 * sections.
 */
public interface Section {

    void write(Report report, Settings settings) throws Exception;
}
