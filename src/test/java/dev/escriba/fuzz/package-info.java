/**
 * Sends any number of damaged recordings and damaged requests to a running server. The seed and the number of a case
 * reproduce it.
 */
package dev.escriba.fuzz;
