using System.Text;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AgentFunctions.Http.Approvals.Pages;

/// <summary>The fields of a posted form, each at most once.</summary>
internal sealed class PageForm(Dictionary<string, StringValues> fields)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxFields = 16;
    private const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>The text of a field; null where it is missing, empty or there twice.</summary>
    public string? this[string name] => fields.TryGetValue(name, out var values) && values is [{ Length: > 0 } text] ? text : null;

    /// <summary>null for anything but a form.</summary>
    public static async ValueTask<PageForm?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) != true) return null;
        var (bytes, error) = await RequestBody.ReadAnyAsync(request, MaxBytes, cancellationToken);
        if (error is not null) return null;
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(bytes.Span)) { ValueCountLimit = MaxFields, ValueLengthLimit = MaxBytes };
            return new PageForm(reader.ReadForm());
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
