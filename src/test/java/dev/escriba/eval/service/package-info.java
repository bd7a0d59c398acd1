/** The uber-jar over HTTP: latency, cost, and growth with load and length. */
package dev.escriba.eval.service;
