package dev.escriba.schema.control;

import java.util.function.BooleanSupplier;

/**
 * Creates an object that may exist only once, even if several nodes try at the same time: a unique key of the database
 * refuses the second one.
 */
public final class CreateOnce {

    private CreateOnce() {}

    /**
     * Ensures that the object exists.
     *
     * @param exists whether it exists, in a transaction of its own
     * @param create creates it, in a transaction of its own, or fails
     * @return whether this call created it
     */
    public static boolean ensure(BooleanSupplier exists, Runnable create) {
        if (exists.getAsBoolean()) {
            return false;
        }
        try {
            create.run();
            return true;
        } catch (RuntimeException e) {
            // another node may have created it meanwhile
            if (!exists.getAsBoolean()) {
                throw e;
            }
            return false;
        }
    }
}
