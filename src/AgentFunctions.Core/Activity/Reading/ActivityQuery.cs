namespace AgentFunctions.Core.Activity.Reading;

/// <summary>Which part of an activity.</summary>
/// <param name="Since">RFC 3339, or a duration such as <c>7d</c>; null: 24 hours. At most 90 days back.</param>
/// <param name="Limit">Rows in a page, 1 to 500; null for 50.</param>
/// <param name="Cursor">From the page before; null for the first.</param>
public sealed record ActivityQuery(string? Since, int? Limit, string? Cursor);
