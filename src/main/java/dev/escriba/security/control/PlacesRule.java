package dev.escriba.security.control;

/** Which decimal places an account can have. Billing implements it: it knows the prices. */
public interface PlacesRule {

    /**
     * Requires that every price in force charges something with so many decimal places. It belongs to the transaction
     * of its caller, which makes the account: until its end no price is stored and no model is enabled.
     *
     * @throws dev.escriba.problem.entity.Problem 400 where rounding makes one ineffective
     */
    void requireEffectivePrices(int scale);
}
