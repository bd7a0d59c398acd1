package dev.escriba.eval;

/** A part of the benchmark: measures something and writes its tables. To be added to the list in {@link EscribaBench}. */
public interface Section {

    void write(Report report, Settings settings) throws Exception;
}
