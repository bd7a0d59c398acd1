package dev.escriba.schema.control;

import java.util.function.BooleanSupplier;

/** Makes what there is to be one of, however many try at a time, on however many nodes: the database refuses a second one. */
public final class CreateOnce {

    private CreateOnce() {}

    /**
     * It is there when this returns.
     *
     * @param exists whether it is there, in a transaction of its own
     * @param make makes it, in a transaction of its own, or fails
     * @return whether it was made here
     */
    public static boolean ensure(BooleanSupplier exists, Runnable make) {
        if (exists.getAsBoolean()) {
            return false;
        }
        try {
            make.run();
            return true;
        } catch (RuntimeException e) {
            // somebody else was faster
            if (!exists.getAsBoolean()) {
                throw e;
            }
            return false;
        }
    }
}
