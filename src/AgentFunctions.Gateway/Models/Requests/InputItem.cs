using System.Text;
using System.Text.Json;

namespace AgentFunctions.Gateway.Models.Requests;

/// <summary>What decides whether an input item of a response stands for something in the provider's store.</summary>
internal struct InputItem(int offset)
{
    private const int Type = 1;
    private const int Id = 2;
    private const int Role = 3;
    private const int Encrypted = 4;
    private uint _seen;
    private string? _type;
    private string? _id;
    private bool _hasRole;
    private bool _isEncrypted;

    public int Offset { get; } = offset;

    /// <summary>
    /// The id when the provider would complete the item from its own store: an explicit reference, one without a type or role, and every item kind whose content is not in the item itself.
    /// </summary>
    public readonly string? ReferencedId => _type switch
    {
        null => _hasRole ? null : _id,
        "message" or "function_call" or "function_call_output" or "custom_tool_call" or "custom_tool_call_output" => null,
        "reasoning" or "compaction" when _isEncrypted => null,
        "item_reference" => _id ?? "",
        _ => _id,
    };

    /// <summary>What a tool gave back: <c>function_call_output</c>, <c>custom_tool_call_output</c>, <c>computer_call_output</c>...</summary>
    public readonly bool IsToolResult => _type?.EndsWith("_output", StringComparison.Ordinal) ?? false;

    public static bool IsTracked(ReadOnlySpan<byte> name) => Track(name) != 0;

    public static int Track(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when Ascii.EqualsIgnoreCase(name, "id"u8) => Id,
        4 when Ascii.EqualsIgnoreCase(name, "type"u8) => Type,
        4 when Ascii.EqualsIgnoreCase(name, "role"u8) => Role,
        17 when Ascii.EqualsIgnoreCase(name, "encrypted_content"u8) => Encrypted,
        _ => 0,
    };

    /// <summary>Takes the value; false when the key was there before or has the wrong type.</summary>
    public bool Set(int tracked, ref Utf8JsonReader json)
    {
        if ((_seen & (1u << tracked)) != 0) return false;
        _seen |= 1u << tracked;
        if (json.TokenType == JsonTokenType.Null) return true;
        if (json.TokenType != JsonTokenType.String) return false;
        switch (tracked)
        {
            case Type:
                _type = json.ValueTextEquals("message"u8) ? "message" : json.GetString();
                break;
            case Id:
                _id = json.GetString();
                break;
            case Role:
                _hasRole = true;
                break;
            default:
                _isEncrypted = json.ValueSpan.Length > 0;
                break;
        }

        return true;
    }
}
