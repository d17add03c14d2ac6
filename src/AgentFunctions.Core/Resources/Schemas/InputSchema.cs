using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>A JSON Schema that somebody declared, for arguments and the like. Keeps to the subset that the published schemas keep to; what lies outside is refused where it is declared, so that no rule is silently ignored.</summary>
public sealed class InputSchema
{
    private readonly SchemaNode _root;

    private InputSchema(SchemaNode root) => _root = root;

    /// <summary>An object without fields.</summary>
    public static InputSchema Nothing { get; } = new(SchemaNode.Parse(JsonDocument.Parse("""{"type":"object","properties":{}}""").RootElement, default));

    /// <summary>Adds everything that is wrong with a schema.</summary>
    /// <param name="schema">As declared.</param>
    /// <param name="path">Where it stands, <c>spec.inputSchema</c>.</param>
    /// <param name="findings">Where to report.</param>
    public static void Check(JsonElement schema, string path, Findings findings) => new InputSchemaCheck(findings).Run(schema, path);

    /// <summary>A schema that <see cref="Check"/> found nothing wrong with.</summary>
    public static InputSchema Compile(JsonElement schema) => new(SchemaNode.Parse(schema, default, RegexOptions.NonBacktracking));

    /// <summary>Whether a value fits; else the refusal (400 <c>invalid_request</c>) with every finding and its path.</summary>
    /// <param name="value">What was given; read strictly, so that a name that occurs twice is refused.</param>
    /// <param name="path">Where it stands, <c>arguments</c>.</param>
    /// <param name="what">The thing that would be wrong.</param>
    public ApiError? Validate(JsonElement value, string path, string what)
    {
        var findings = new Findings();
        var text = System.Text.Encoding.UTF8.GetBytes(value.GetRawText());
        var strict = JsonInspector.Parse(text, findings, path);
        if (strict is { } read) SchemaValidator.Validate(read, _root, path, findings);
        return findings.Any ? findings.ToError(what, ErrorCodes.InvalidRequest) : null;
    }
}
