package dev.escriba.security.control;

/** Which decimal places an account can have. Billing implements it: it knows the prices. */
public interface PlacesRule {

    /**
     * Requires that every price in force charges something with so many decimal places.
     *
     * @throws dev.escriba.problem.entity.Problem 400 where rounding makes one ineffective
     */
    void requireEffectivePrices(int scale);
}
