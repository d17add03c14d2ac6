using AgentFunctions.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Csv;

/// <summary>The <c>format</c> of a list: JSON in pages, or everything as CSV.</summary>
internal static class ListFormat
{
    public static readonly (string Name, string Description) Query = ("format", "json (default), or csv: everything at once, without pages.");

    public static ApiError Unknown { get; } = ApiErrors.InvalidRequest("format", "format must be json or csv.");

    /// <summary>true for CSV, false for JSON, null for anything else.</summary>
    public static bool? IsCsv(HttpRequest request) => (string?)request.Query["format"] switch
    {
        null or "" or "json" => false,
        "csv" => true,
        _ => null,
    };
}
