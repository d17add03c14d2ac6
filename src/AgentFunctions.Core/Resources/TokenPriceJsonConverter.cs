using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Resources;

internal sealed class TokenPriceJsonConverter : JsonConverter<TokenPrice>
{
    public override TokenPrice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TokenPrice.TryParse(reader.GetString(), out var price)
            ? price
            : throw new JsonException("A price is a string of USD per million tokens with at most 6 decimals, such as \"0.15\".");

    public override void Write(Utf8JsonWriter writer, TokenPrice value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
