using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Expressions.Evaluation;

namespace AgentFunctions.Core.Expressions.Templates;

/// <summary>Writes values into a text.</summary>
internal static class ValueText
{
    /// <summary>null, or why it cannot be written.</summary>
    public static ExpressionFailure? Append(StringBuilder text, ExpressionValue value, int position)
    {
        switch (value.Kind)
        {
            case ExpressionKind.Null:
                break;
            case ExpressionKind.Boolean:
                text.Append(value.AsBoolean() == true ? "true" : "false");
                break;
            case ExpressionKind.Number:
                text.Append(value.Json.ValueKind == JsonValueKind.Number ? value.Json.GetRawText() : value.AsNumber()!.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case ExpressionKind.Text:
                if (value.AsText() is not { } content) return Operands.Unreadable(position);
                text.Append(content);
                break;
            case ExpressionKind.Unknown:
                return Operands.Unknown(position);
            default:
                if (ValueJson.TryWrite(value, position, out var json) is { } failure) return failure;
                text.Append(json);
                break;
        }

        return text.Length <= ExpressionLimits.MaxRenderedLength ? null : StepMeter.TooCostly(position);
    }
}
